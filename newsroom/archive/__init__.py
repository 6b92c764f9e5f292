"""An invented archive of any size, to try on a paper what twenty years will bring."""

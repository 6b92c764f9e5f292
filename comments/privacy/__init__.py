"""Personal data: export, erasure, retention, and rotation of the encryption keys."""

"""Pages of the desk beside the model admins: the moderation queue and what is opened from it."""

"""The pages of the desk that are no model's own: the queue and what is opened from it."""

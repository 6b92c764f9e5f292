"""A synthetic archive of any size, for load tests with twenty years of stories and comments."""

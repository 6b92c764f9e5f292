"""Bring articles in from elsewhere."""

"""What is done with all that is kept of a person: handed out, erased, forgotten in time, encrypted anew."""

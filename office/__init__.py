"""The ground floor: the law and habits of the office. Knows no HTTP and no Flask request."""

"""What `make run` starts: prepares the data folder, then keeps the pages and the worker running until told to stop."""

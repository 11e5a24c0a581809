"""The world beyond the process: mail, phone, PDF, signatures, files, printers, and the worker."""

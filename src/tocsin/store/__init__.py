"""Store: where coded records are kept, and how they leave for other formats."""

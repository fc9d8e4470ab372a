"""Which reports and claims tell of the same thing: copies of one text, and claims of one incident."""

"""One module for each kind of page; each is a function from the view of a book to pages."""

"""What a reviewer asks of a whole book: what examples cover, what rules rest on and leave out."""

"""Program and facts → an answer with its reasons."""

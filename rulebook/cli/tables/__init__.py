"""What the commands over whole tables share: options, the summary, and one row explained."""

"""What a browser is sent: pages, texts, scripts and styles."""

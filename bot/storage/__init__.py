"""What the bot remembers: chats' settings, talks for a while, and what people told it about its answers, all of it encrypted."""

"""What departments know about people, firms, vehicles and homes: dated facts, each with its source."""

"""What was said, by whom, where and when: reading, extraction, speakers and the store."""

"""Articles from text blocks that another program drew.

Such pages come without their image: what is known are blocks, the lines in them and their text. Blocks are kept
whole. They are put in reading order stream by stream, headings begin articles, and what a stream begins without a
heading goes on from where another one ended.
"""

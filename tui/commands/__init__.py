"""The commands: one module a noun, thin, and nothing imported that a command does not use."""

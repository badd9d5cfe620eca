//! What happens when you connect things: the world as a function of sketch, seed and inputs.

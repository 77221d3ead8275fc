package dev.renderfarm.common.rooms.house.silent;

/** Lives in a room that does not say what it is. */
public record Silent(int value) {}

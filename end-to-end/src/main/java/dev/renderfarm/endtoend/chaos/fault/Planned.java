package dev.renderfarm.endtoend.chaos.fault;

import java.time.Duration;

/** @param at from the beginning of the run */
public record Planned(Duration at, ChaosFault fault) {}

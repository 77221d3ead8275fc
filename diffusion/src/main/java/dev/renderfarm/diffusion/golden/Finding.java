package dev.renderfarm.diffusion.golden;

/**
 * How one stage compares with a golden record.
 *
 * @param agrees within the limit
 * @param detail figure and limit, for people
 */
public record Finding(GoldenStage stage, boolean agrees, String detail) {}

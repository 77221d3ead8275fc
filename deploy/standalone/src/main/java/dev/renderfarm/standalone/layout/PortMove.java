package dev.renderfarm.standalone.layout;

/**
 * A part of the farm that has another port than at the last start.
 *
 * @param isWanted whether somebody asked for the new one; else another program has the old one
 */
public record PortMove(String name, int before, int now, boolean isWanted) {}

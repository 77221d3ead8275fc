package dev.renderfarm.common.rooms.house.fresh;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.TestInfo;

/** Touches an edge, and a library that is on no list. */
public record Fresh(JsonNode edge, TestInfo unlisted) {}

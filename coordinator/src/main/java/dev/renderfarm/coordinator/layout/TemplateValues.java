package dev.renderfarm.coordinator.layout;

import java.util.Optional;

/** What a line says. */
@FunctionalInterface
interface TemplateValues {

    /** The text of a column, as {@link Template#clean} leaves it; empty where the line says nothing of it. */
    Optional<String> of(String name);
}

package dev.renderfarm.provenance.manifest;

/** A program, or a model, that had a hand in a picture. */
public record SoftwareAgent(String name, String version) {

    public SoftwareAgent {
        if (name.isBlank() || version.isBlank()) {
            throw new IllegalArgumentException("software has no name or no version: " + name + ", " + version);
        }
    }
}

package dev.renderfarm.cli.verify;

import java.util.EnumMap;
import java.util.Map;

/**
 * What was found of a picture.
 *
 * @param picture what its file is called
 */
public record Examined(String picture, Map<PictureTrait, PictureFinding> findings) {

    public Examined {
        findings = new EnumMap<>(findings);
    }

    /** Nothing speaks against it. */
    public boolean holds() {
        return findings.values().stream().noneMatch(finding -> finding.outcome() == PictureFinding.Outcome.FAILS);
    }
}

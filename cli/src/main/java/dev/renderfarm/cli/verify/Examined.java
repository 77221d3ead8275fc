package dev.renderfarm.cli.verify;

import dev.renderfarm.cli.verify.PictureFinding.Outcome;
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

    /** The same, of which something more was found. */
    public Examined with(PictureTrait trait, PictureFinding finding) {
        Map<PictureTrait, PictureFinding> more = new EnumMap<>(findings);
        more.put(trait, finding);
        return new Examined(picture, more);
    }

    /** Nothing speaks against it, and all that was told of it could be looked at. */
    public boolean holds() {
        return !has(Outcome.FAILS) && !has(Outcome.NOT_CHECKED);
    }

    /** Whether any check ended so. */
    public boolean has(Outcome outcome) {
        return findings.values().stream().anyMatch(finding -> finding.outcome() == outcome);
    }
}

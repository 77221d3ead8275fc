package dev.renderfarm.gpuworker.imprint;

import dev.renderfarm.common.model.ModelManifest;

/**
 * The model as a picture names it.
 *
 * @param shortHash first ten hex digits of the package's digest
 */
public record ModelLabel(String name, String version, String shortHash, String sampler) {

    private static final String DIGEST_PREFIX = "sha256:";
    private static final int SHORT = 10;

    public static ModelLabel of(ModelManifest manifest) {
        String hex =
                manifest.digest().substring(manifest.digest().startsWith(DIGEST_PREFIX) ? DIGEST_PREFIX.length() : 0);
        return new ModelLabel(
                manifest.name().value(),
                manifest.version(),
                hex.substring(0, Math.min(SHORT, hex.length())),
                manifest.scheduler().usual().wireName());
    }
}

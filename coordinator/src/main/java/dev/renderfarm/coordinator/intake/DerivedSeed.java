package dev.renderfarm.coordinator.intake;

/**
 * Seeds of requests that give none, so that a batch can be repeated exactly: the first four bytes, big-endian, of
 * SHA-256(batch seed as eight bytes big-endian ‖ custom_id in UTF-8). The same id gets the same seed wherever it stands
 * in the file.
 */
final class DerivedSeed {

    private final long batchSeed;

    DerivedSeed(long batchSeed) {
        this.batchSeed = batchSeed;
    }

    /** From 0 to 2³²−1. */
    long of(String customId) {
        return TextHash.of(batchSeed, customId) >>> Integer.SIZE;
    }
}

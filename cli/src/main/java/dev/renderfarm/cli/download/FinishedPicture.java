package dev.renderfarm.cli.download;

import dev.renderfarm.common.storage.ImageFile;

/**
 * A picture of a batch.
 *
 * @param file in the bucket
 * @param local what it is called on disk
 * @param sha256 of the file, lower-case hex
 */
record FinishedPicture(ImageFile file, ImageFile local, String sha256) {

    /**
     * @param key of the object in the bucket
     * @throws IllegalArgumentException for a name that could lead out of a folder
     */
    static FinishedPicture of(String key, String sha256, LocalNames names) {
        ImageFile image = ImageFile.parse(key.substring(key.lastIndexOf('/') + 1));
        return new FinishedPicture(image, new ImageFile(names.of(image.name()), image.format()), sha256);
    }

    /** What the JSON beside it is called on disk. */
    String localMetadata() {
        return local.name() + ".json";
    }
}

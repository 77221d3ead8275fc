package dev.renderfarm.provenance.embed;

import dev.renderfarm.provenance.refusal.MalformedException;
import java.util.Arrays;
import java.util.Optional;

/** Formats of files that a manifest can stand in (C2PA 2.2, appendix A.3), told apart by how they begin. */
public enum PictureFormat {
    PNG("image/png", new PngContainer()),
    JPEG("image/jpeg", new JpegContainer()),
    WEBP("image/webp", new WebpContainer());

    private final String mediaType;
    private final Container container;

    PictureFormat(String mediaType, Container container) {
        this.mediaType = mediaType;
        this.container = container;
    }

    public String mediaType() {
        return mediaType;
    }

    public static Optional<PictureFormat> of(byte[] file) {
        return Arrays.stream(values())
                .filter(format -> format.container.begins(file))
                .findFirst();
    }

    /**
     * The file with the manifest in it, which it has none of yet.
     *
     * @throws MalformedException if the file is not what it claims to be
     */
    public Embedded embedded(byte[] file, byte[] manifest) throws MalformedException {
        return container.embedded(file, manifest);
    }

    /** @throws MalformedException if the file is not what it claims to be, or has several manifests */
    public Optional<Located> find(byte[] file) throws MalformedException {
        return container.find(file);
    }

    /** How a format holds a manifest. */
    interface Container {

        boolean begins(byte[] file);

        Embedded embedded(byte[] file, byte[] manifest) throws MalformedException;

        Optional<Located> find(byte[] file) throws MalformedException;
    }
}

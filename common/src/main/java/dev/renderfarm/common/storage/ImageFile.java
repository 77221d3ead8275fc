package dev.renderfarm.common.storage;

/** A picture as a file: what its key ends with, and what it is called in URLs and on disks. */
public record ImageFile(ImageName name, ImageFormat format) {

    /** @throws IllegalArgumentException if no picture is called so */
    public static ImageFile parse(String file) {
        for (ImageFormat format : ImageFormat.values()) {
            String suffix = suffix(format);
            if (file.endsWith(suffix)) {
                return new ImageFile(new ImageName(file.substring(0, file.length() - suffix.length())), format);
            }
        }
        throw new IllegalArgumentException("not the file of a picture: " + file);
    }

    /** Its name. */
    @Override
    public String toString() {
        return name + suffix(format);
    }

    private static String suffix(ImageFormat format) {
        return "." + format.extension();
    }
}

package dev.renderfarm.gpuworker.provenance;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts into a picture's file, signed, how it was made; or leaves it as it is. Safe for use by several threads. */
public interface FileSigning {

    /** Leaves files as they are. */
    FileSigning NONE = new FileSigning() {
        @Override
        public byte[] signed(byte[] file, @Nullable SourceUse source) {
            return file;
        }

        @Override
        public Optional<String> form() {
            return Optional.empty();
        }
    };

    /**
     * The same picture in a file that says how it was made; the same file gives the same bytes each time.
     *
     * @param file as an encoder of this worker made it
     * @param source that it was made from; null where it was drawn from words alone
     * @throws SigningLapsedException where {@link #lapse} is there
     */
    byte[] signed(byte[] file, @Nullable SourceUse source);

    /** For people: why nothing can be signed any more, and what to do; empty where it can, or nothing is to be. */
    default Optional<String> lapse() {
        return Optional.empty();
    }

    /** The form of what is signed, as metadata name it; empty where nothing is. */
    Optional<String> form();
}

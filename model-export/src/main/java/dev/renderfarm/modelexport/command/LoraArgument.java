package dev.renderfarm.modelexport.command;

import java.nio.file.Path;
import picocli.CommandLine.TypeConversionException;

/** {@code FILE} or {@code FILE:STRENGTH}. */
record LoraArgument(Path file, float strength) {

    static LoraArgument parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            return new LoraArgument(Path.of(text), 1);
        }
        try {
            float strength = Float.parseFloat(text.substring(colon + 1));
            if (!Float.isFinite(strength)) {
                throw new TypeConversionException("the strength must be finite: " + text);
            }
            return new LoraArgument(Path.of(text.substring(0, colon)), strength);
        } catch (NumberFormatException e) {
            // a colon of the file's own name
            return new LoraArgument(Path.of(text), 1);
        }
    }
}

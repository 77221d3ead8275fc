package dev.renderfarm.cli.api;

import dev.renderfarm.common.failure.FailureCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds the API key: in the variable {@value #KEY_VARIABLE}, else in the file that {@value #FILE_VARIABLE} names, else in
 * {@code api-key} beside the {@code farm.json} of the farm that is asked. Never on the command line, which every user of
 * the machine can read.
 */
final class FarmKey {

    static final String KEY_VARIABLE = "RENDERFARM_API_KEY";
    static final String FILE_VARIABLE = "RENDERFARM_API_KEY_FILE";
    static final String FILE_NAME = "api-key";

    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]{1,8000}");
    private static final Set<PosixFilePermission> OWNERS = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    /**
     * Empty where there is none.
     *
     * @param beside the folder of the farm that is asked, where it runs here
     * @throws FarmException if it cannot be used, or others could read it
     */
    static Optional<String> find(Map<String, String> environment, Optional<Path> beside) {
        Optional<String> variable = given(environment, KEY_VARIABLE);
        if (variable.isPresent()) {
            return Optional.of(checked(variable.get(), KEY_VARIABLE));
        }
        Optional<Path> named = given(environment, FILE_VARIABLE).map(Path::of);
        return named.or(() -> beside.map(folder -> folder.resolve(FILE_NAME)).filter(Files::exists))
                .map(FarmKey::read);
    }

    private static Optional<String> given(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    private static String read(Path file) {
        try {
            boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
            if (posix && !OWNERS.containsAll(Files.getPosixFilePermissions(file))) {
                throw new FarmException(
                        FailureCode.INVALID_REQUEST,
                        "others can read the API key in " + file + ": run chmod 600 on it first");
            }
            return checked(Files.readString(file).strip(), file.toString());
        } catch (IOException e) {
            throw new FarmException(FailureCode.INVALID_REQUEST, "cannot read the API key in " + file);
        }
    }

    /** Says where it stands, and not what it is. */
    private static String checked(String key, String where) {
        if (!VISIBLE.matcher(key).matches()) {
            throw new FarmException(
                    FailureCode.INVALID_REQUEST, "what stands in " + where + " is no API key, which begins with rf_");
        }
        return key;
    }

    private FarmKey() {}
}

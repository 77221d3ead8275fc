package dev.renderfarm.modeldistribution.published;

import dev.renderfarm.common.model.ModelManifest;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What a package from elsewhere may list: its manifest decides where files are written. */
final class PackagePaths {

    private static final int MOST = 10_000;
    private static final int LONGEST = 512;
    private static final int LONGEST_PART = 255;
    private static final Pattern PART = Pattern.compile("[\\p{Alnum}_.-]+");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /**
     * @param files SHA-256 by path
     * @throws IllegalArgumentException naming the first that cannot be
     */
    static void check(Map<String, String> files) {
        if (files.size() > MOST) {
            throw new IllegalArgumentException(files.size() + " files, more than " + MOST);
        }
        Set<String> folders = new TreeSet<>();
        files.forEach((path, digest) -> {
            checkPath(path);
            if (!SHA256.matcher(digest).matches()) {
                throw new IllegalArgumentException(path + " with a SHA-256 that is none: " + digest);
            }
            for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
                folders.add(path.substring(0, slash));
            }
        });
        for (String folder : folders) {
            if (files.containsKey(folder)) {
                throw new IllegalArgumentException(folder + " as a file and as a folder");
            }
        }
    }

    private static void checkPath(String path) {
        if (path.length() > LONGEST) {
            throw new IllegalArgumentException("a path of " + path.length() + " characters, more than " + LONGEST);
        }
        for (String part : path.split("/", -1)) {
            if (part.length() > LONGEST_PART) {
                throw new IllegalArgumentException(
                        "a name of " + part.length() + " characters, more than " + LONGEST_PART + ": " + path);
            }
            if (!PART.matcher(part).matches() || part.equals(".") || part.equals("..")) {
                throw new IllegalArgumentException("a path that leads elsewhere or has other characters than letters,"
                        + " digits, dots, hyphens and underscores: " + path);
            }
        }
        if (path.equals(ModelManifest.FILE_NAME) || path.startsWith(ModelManifest.FILE_NAME + "/")) {
            throw new IllegalArgumentException("itself, or a folder of its name: " + path);
        }
    }

    private PackagePaths() {}
}

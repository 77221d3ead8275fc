package dev.renderfarm.modeldistribution.published;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A place in a bucket, {@code s3://BUCKET/PREFIX}: of one package, or one below which packages lie.
 *
 * @param prefix parts of keys divided by slashes, none before or after; empty for all of the bucket
 */
public record PackageAddress(String bucket, String prefix) {

    private static final String SCHEME = "s3://";
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern PART = Pattern.compile("[\\p{Alnum}!_.*'()=@+,-]+");
    private static final Pattern DIGEST = Pattern.compile("(?:.*/)?(\\p{XDigit}{64})");

    public PackageAddress {
        if (!BUCKET.matcher(bucket).matches()) {
            throw new IllegalArgumentException("not the name of a bucket: " + bucket + "; write s3://BUCKET/PREFIX");
        }
        for (String part : prefix.isEmpty() ? new String[0] : prefix.split("/", -1)) {
            if (!PART.matcher(part).matches() || part.equals(".") || part.equals("..")) {
                throw new IllegalArgumentException("not the beginning of a key: " + prefix
                        + "; write s3://BUCKET/PREFIX with letters, digits and hyphens in PREFIX");
            }
        }
    }

    /** Whether that is meant to be an address, and not a folder. */
    public static boolean isMeantBy(String text) {
        return text.startsWith(SCHEME);
    }

    /** @throws IllegalArgumentException naming what is wrong with it */
    @JsonCreator
    public static PackageAddress parse(String text) {
        if (!isMeantBy(text)) {
            throw new IllegalArgumentException("not an address in a bucket: " + text + "; write s3://BUCKET/PREFIX");
        }
        String[] parts = text.substring(SCHEME.length()).split("/", 2);
        String prefix = parts.length < 2 ? "" : parts[1];
        return new PackageAddress(parts[0], prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix);
    }

    /** A place below this one. */
    public PackageAddress below(String part) {
        return new PackageAddress(bucket, key(part));
    }

    /** The place that this one is right below; itself where it is all of the bucket. */
    public PackageAddress parent() {
        return new PackageAddress(bucket, prefix.substring(0, Math.max(0, prefix.lastIndexOf('/'))));
    }

    /** Whether only a package of one digest may lie here. */
    public boolean isOfOneDigest() {
        return promisedDigest().isPresent();
    }

    /** The key of what lies here under that path. */
    public String key(String path) {
        return prefix.isEmpty() ? path : prefix + "/" + path;
    }

    /** The digest that a package must have to lie here, as {@code sha256:…}; empty where any may. */
    Optional<String> promisedDigest() {
        var digest = DIGEST.matcher(prefix);
        return digest.matches() ? Optional.of("sha256:" + digest.group(1)) : Optional.empty();
    }

    @JsonValue
    @Override
    public String toString() {
        return SCHEME + bucket + (prefix.isEmpty() ? "" : "/" + prefix);
    }
}

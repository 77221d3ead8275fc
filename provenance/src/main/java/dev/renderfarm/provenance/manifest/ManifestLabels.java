package dev.renderfarm.provenance.manifest;

/** Names of boxes and assertions that the specification gives. */
public final class ManifestLabels {

    public static final String STORE = "c2pa";
    public static final String ASSERTION_STORE = "c2pa.assertions";
    public static final String CLAIM = "c2pa.claim.v2";
    /** In the form of C2PA 1, which is read only. */
    public static final String FIRST_CLAIM = "c2pa.claim";

    public static final String SIGNATURE = "c2pa.signature";
    public static final String ACTIONS = "c2pa.actions.v2";
    public static final String DATA_HASH = "c2pa.hash.data";
    public static final String INGREDIENT = "c2pa.ingredient.v3";

    private static final String SELF = "self#jumbf=";

    /** The URI of a box by its path in a manifest, such as {@code c2pa.assertions/c2pa.hash.data}. */
    static String uriIn(String manifest, String path) {
        return SELF + "/" + STORE + "/" + manifest + "/" + path;
    }

    /** The path of a box in a manifest, of a URI from the store on or from the manifest on; else the URI itself. */
    public static String pathIn(String manifest, String uri) {
        String absolute = uriIn(manifest, "");
        if (uri.startsWith(absolute)) {
            return uri.substring(absolute.length());
        }
        return uri.startsWith(SELF) ? uri.substring(SELF.length()) : uri;
    }

    private ManifestLabels() {}
}

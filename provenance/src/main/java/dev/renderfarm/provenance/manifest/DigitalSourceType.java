package dev.renderfarm.provenance.manifest;

/** Where content comes from, in the words of IPTC's vocabulary <i>digitalsourcetype</i>. */
public enum DigitalSourceType {
    /** A model made all of it. */
    TRAINED_ALGORITHMIC_MEDIA("trainedAlgorithmicMedia"),
    /** A model made a part of it. */
    COMPOSITE_WITH_TRAINED_ALGORITHMIC_MEDIA("compositeWithTrainedAlgorithmicMedia");

    private static final String VOCABULARY = "http://cv.iptc.org/newscodes/digitalsourcetype/";

    private final String uri;

    DigitalSourceType(String name) {
        this.uri = VOCABULARY + name;
    }

    public String uri() {
        return uri;
    }
}

package dev.renderfarm.coordinator.text;

import dev.renderfarm.common.batch.TextEncoding;

/** What to do with a text that is not UTF-8, in the words of those who do it. */
final class Advice {

    static final String SAVE = "save the file as UTF-8 (in Excel: Save As → \"CSV UTF-8\")";

    /** @param encoding that the file seems to have */
    static String saveOrSay(TextEncoding encoding) {
        return SAVE + ", or submit it with the encoding " + encoding.wireName() + " (farm submit --encoding "
                + encoding.wireName() + ", in the API renderfarm.encoding)";
    }

    /** Where it is not known. */
    static String saveOrSay() {
        return SAVE + ", or submit it with its encoding (farm submit --encoding NAME, in the API renderfarm.encoding)";
    }

    private Advice() {}
}

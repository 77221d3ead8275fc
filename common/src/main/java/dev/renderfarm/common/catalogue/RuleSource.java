package dev.renderfarm.common.catalogue;

import dev.renderfarm.common.profile.DeliveryRules;
import dev.renderfarm.common.profile.ProfileRule;
import java.util.List;

/**
 * Where rules of a profile come from.
 *
 * @param rules those that it tells
 * @param source for people: an address, or whose own rule it is
 * @param date when it was read, {@code YYYY-MM-DD} or {@code YYYY-MM}
 */
public record RuleSource(List<ProfileRule> rules, String source, String date) {

    private static final String DATE = "[0-9]{4}-[0-9]{2}(-[0-9]{2})?";

    public RuleSource {
        rules = DeliveryRules.listed("rules of a source", rules);
        if (source == null || source.isBlank() || rules.isEmpty()) {
            throw new IllegalArgumentException("each of sources needs rules, and where they stand as source");
        }
        if (date == null || !date.matches(DATE)) {
            throw new IllegalArgumentException("the date of a source must be YYYY-MM-DD or YYYY-MM: " + date);
        }
    }
}

package dev.renderfarm.common.profile;

import static java.util.Objects.requireNonNull;

/**
 * What a picture was found to be, held against a rule.
 *
 * @param measured for people
 * @param wanted for people: what the rule asks for
 */
public record RuleFinding(ProfileRule rule, String measured, String wanted) {

    public RuleFinding {
        requireNonNull(rule, "rule is null");
        requireNonNull(measured, "measured is null");
        requireNonNull(wanted, "wanted is null");
    }

    /** For people: {@code fill: 61 %, wanted 85 % at least}. */
    public String told() {
        return rule.wireName() + ": " + measured + ", wanted " + wanted;
    }
}

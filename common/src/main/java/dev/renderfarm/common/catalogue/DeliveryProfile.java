package dev.renderfarm.common.catalogue;

import dev.renderfarm.common.profile.DeliveryRules;
import dev.renderfarm.common.profile.ProfileRule;
import dev.renderfarm.common.task.Delivery;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A place that pictures are delivered to, and its rules.
 *
 * @param description for people
 * @param sources where the rules come from: at least one for each that is asked for, but for sRGB and transparency
 * @param source where the profile is kept; null in a file
 */
public record DeliveryProfile(
        String name,
        @Nullable String description,
        DeliveryRules rules,
        List<RuleSource> sources,
        @Nullable CatalogueSource source) {

    public static final int LONGEST_DESCRIPTION = 500;

    public DeliveryProfile {
        CatalogueName.check(name == null ? "" : name);
        if (rules == null) {
            throw new IllegalArgumentException("the profile " + name + " has no rules");
        }
        sources = DeliveryRules.listed("sources of " + name, sources);
        if (description != null && description.length() > LONGEST_DESCRIPTION) {
            throw new IllegalArgumentException(
                    "the description of " + name + " has more than " + LONGEST_DESCRIPTION + " characters");
        }
        Set<ProfileRule> without = EnumSet.copyOf(rules.asked());
        without.removeAll(EnumSet.of(ProfileRule.COLOURS, ProfileRule.TRANSPARENCY));
        sources.forEach(told -> without.removeAll(told.rules()));
        if (!without.isEmpty()) {
            throw new IllegalArgumentException("the profile " + name + " does not say where these rules come from: "
                    + without.stream().map(ProfileRule::wireName).collect(Collectors.joining(", "))
                    + "; name them in a source, with its date");
        }
    }

    public DeliveryProfile from(CatalogueSource where) {
        return new DeliveryProfile(name, description, rules, sources, where);
    }

    /** As a task has it. */
    public Delivery delivery() {
        return new Delivery(name, rules);
    }
}

package dev.renderfarm.coordinator.fairness;

import dev.renderfarm.common.id.TenantName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How large a share of each model every tenant has, beside the others that want something of it. */
public final class TenantWeights {

    /** Every tenant has as much as any other. */
    public static final TenantWeights EQUAL = new TenantWeights(List.of());

    private static final Pattern OF_A_TENANT =
            Pattern.compile("\\s*(" + TenantName.SYNTAX + ")\\s*=\\s*(\\d{1,4}(?:\\.\\d{1,3})?)\\s*");
    private static final double LEAST = 0.001;
    private static final double MOST = 1_000;

    private final Map<TenantName, Double> weights = new HashMap<>();

    /**
     * @param entries each as {@code NAME=WEIGHT}; who is not named has 1
     * @throws IllegalArgumentException if one is not, or names who was named
     */
    public TenantWeights(List<String> entries) {
        for (String entry : entries) {
            Matcher parts = OF_A_TENANT.matcher(entry);
            double weight = parts.matches() ? Double.parseDouble(parts.group(2)) : 0;
            if (weight < LEAST || weight > MOST) {
                throw new IllegalArgumentException("renderfarm.tenants.weights has \"" + entry
                        + "\": write NAME=WEIGHT with a weight from 0.001 to 1000, such as shop-a=3");
            }
            if (weights.put(new TenantName(parts.group(1)), weight) != null) {
                throw new IllegalArgumentException(
                        "renderfarm.tenants.weights names " + parts.group(1) + " twice: leave one out");
            }
        }
    }

    /** Above 0. */
    public double of(TenantName tenant) {
        return weights.getOrDefault(tenant, 1.0);
    }
}

package dev.renderfarm.coordinator.input;

import dev.renderfarm.common.task.RequestField;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Exports of shops, told by their headings, and what they call what every shop has. */
public enum ShopColumns {
    SHOPIFY(
            Set.of("handle", "title", "variant_sku"),
            Map.of(
                    "description", List.of("body_(html)"),
                    "brand", List.of("vendor"),
                    "category", List.of("type", "product_category"),
                    "price", List.of("variant_price")),
            "option%d_name",
            "option%d_value"),
    WOOCOMMERCE(
            Set.of("type", "sku", "name", "regular_price"),
            Map.of(
                    "title", List.of("name"),
                    "description", List.of("short_description"),
                    "brand", List.of("brands"),
                    "category", List.of("categories"),
                    "price", List.of("regular_price")),
            "attribute_%d_name",
            "attribute_%d_value(s)"),
    GOOGLE(
            Set.of("id", "title", "link", "image_link"),
            Map.of("category", List.of("product_type", "google_product_category")),
            "",
            ""),
    AMAZON(
            Set.of("item_name"),
            Map.of(
                    "title", List.of("item_name"),
                    "description", List.of("product_description", "item_description"),
                    "brand", List.of("brand_name"),
                    "category", List.of("item_type", "product_type", "feed_product_type"),
                    "color", List.of("color_name", "color_map"),
                    "material", List.of("material_type"),
                    "price", List.of("standard_price")),
            "",
            "");

    /** What templates may call so, whichever shop it is. */
    public static final Set<String> COMMON =
            Set.of("title", "description", "brand", "category", "color", "material", "size", "price");

    /** What shops say of a product, and requests of a picture. In a shop's export it is the product's. */
    static final Set<RequestField> OF_PRODUCTS = Set.of(RequestField.SIZE, RequestField.MODEL);

    private static final int MOST_OPTIONS = 8;

    private final Set<String> telltales;
    private final Map<String, List<String>> columns;
    private final String optionName;
    private final String optionValue;

    ShopColumns(Set<String> telltales, Map<String, List<String>> columns, String optionName, String optionValue) {
        this.telltales = telltales;
        this.columns = columns;
        this.optionName = optionName;
        this.optionValue = optionValue;
    }

    /** @param keys of all columns */
    public static Optional<ShopColumns> of(Set<String> keys) {
        return Arrays.stream(values())
                .filter(shop -> keys.containsAll(shop.telltales))
                .findFirst();
    }

    /** What a row says of a common thing, by the columns that this shop has for it or by its options. */
    public Optional<String> find(String key, Map<String, String> row) {
        Optional<String> named = columns.getOrDefault(key, List.of()).stream()
                .map(column -> row.getOrDefault(column, ""))
                .filter(value -> !value.isBlank())
                .findFirst();
        return named.or(() -> option(key, row));
    }

    /** The columns of any shop that may say it. */
    public static Set<String> called(String key) {
        Set<String> called = new HashSet<>();
        for (ShopColumns shop : values()) {
            called.addAll(shop.columns.getOrDefault(key, List.of()));
            for (int i = 1; i <= MOST_OPTIONS && !shop.optionName.isEmpty(); i++) {
                called.add(String.format(Locale.ROOT, shop.optionName, i));
                called.add(String.format(Locale.ROOT, shop.optionValue, i));
            }
        }
        return called;
    }

    private Optional<String> option(String key, Map<String, String> row) {
        for (int i = 1; i <= MOST_OPTIONS && !optionName.isEmpty(); i++) {
            String name = FieldNames.key(row.getOrDefault(String.format(Locale.ROOT, optionName, i), ""));
            String value = row.getOrDefault(String.format(Locale.ROOT, optionValue, i), "");
            boolean same = name.equals(key) || (key.equals("color") && name.equals("colour"));
            if (same && !value.isBlank()) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }
}

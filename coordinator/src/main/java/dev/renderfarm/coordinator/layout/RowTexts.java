package dev.renderfarm.coordinator.layout;

import dev.renderfarm.common.task.RequestField;
import dev.renderfarm.coordinator.input.InputRow;
import dev.renderfarm.coordinator.input.InputValue;
import dev.renderfarm.coordinator.input.ShopColumns;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What rows say, as templates read it: without HTML, by names without regard to case and kinds of gaps, and by what any
 * shop may call it. Shops that tell of a product in its first row only are filled in. Used for one reading of a file.
 */
final class RowTexts {

    private static final String PRODUCT = "handle";
    private static final List<String> OF_PRODUCTS = List.of(
            "title",
            "body_(html)",
            "vendor",
            "type",
            "product_category",
            "tags",
            "option1_name",
            "option2_name",
            "option3_name");
    private static final int MOST_KEYS = 2_000;

    private final Map<String, String> keys = new HashMap<>();
    private @Nullable ShopColumns shop;
    private boolean begun;
    private Map<String, String> product = Map.of();
    /** Of the last row, by key: what templates have read already. */
    private final Map<String, Optional<String>> read = new HashMap<>();

    /** The texts of a row by key. Rows are asked for in their order. */
    Map<String, String> of(InputRow row) {
        read.clear();
        Map<String, String> texts = new HashMap<>();
        row.columns().forEach((name, text) -> texts.putIfAbsent(key(name), text));
        row.values().forEach((field, value) -> {
            texts.put(key(value.name()), value.text());
            texts.putIfAbsent(field.wireName(), value.text());
        });
        if (!begun) {
            shop = ShopColumns.of(texts.keySet()).orElse(null);
            begun = true;
        }
        if (shop == ShopColumns.SHOPIFY) {
            fillIn(texts);
        }
        return texts;
    }

    /**
     * @param texts of the last row that was asked for
     * @param variant values that go before the row's
     */
    TemplateValues values(Map<String, String> texts, Map<String, String> variant) {
        Map<String, String> varied = new HashMap<>();
        variant.forEach((name, value) -> varied.put(key(name), Template.clean(value)));
        return name -> {
            String key = key(name);
            String given = varied.get(key);
            return given == null ? read.computeIfAbsent(key, none -> read(key, texts)) : Optional.of(given);
        };
    }

    private Optional<String> read(String key, Map<String, String> texts) {
        return Optional.of(texts.getOrDefault(key, ""))
                .filter(text -> !text.isBlank())
                .or(() -> shop == null ? Optional.empty() : shop.find(key, texts))
                .map(Template::clean);
    }

    /** Whether a line of such columns may say anything of the name. */
    boolean knows(String name, Map<String, String> texts, Set<String> varied) {
        String key = key(name);
        return texts.containsKey(key)
                || varied.stream().anyMatch(one -> key(one).equals(key))
                || (shop != null
                        && (ShopColumns.COMMON.contains(key)
                                || shop.find(key, texts).isPresent()))
                || Arrays.stream(RequestField.values())
                        .anyMatch(field -> field.names().contains(key));
    }

    /** What a template may name here, for messages. */
    Set<String> names(InputRow row, Set<String> varied) {
        Set<String> names = new LinkedHashSet<>(varied);
        row.values().values().stream().map(InputValue::name).forEach(names::add);
        names.addAll(row.columns().keySet());
        if (shop != null) {
            names.addAll(ShopColumns.COMMON);
        }
        return names;
    }

    private void fillIn(Map<String, String> texts) {
        String handle = texts.getOrDefault(PRODUCT, "");
        if (handle.isBlank()) {
            return;
        }
        if (!handle.equals(product.get(PRODUCT))) {
            Map<String, String> next = new HashMap<>();
            next.put(PRODUCT, handle);
            OF_PRODUCTS.forEach(key -> next.put(key, texts.getOrDefault(key, "")));
            product = next;
            return;
        }
        product.forEach((key, text) -> {
            if (texts.getOrDefault(key, "").isBlank()) {
                texts.put(key, text);
            }
        });
    }

    /** Columns are called the same in every row. */
    private String key(String name) {
        String known = keys.get(name);
        if (known == null) {
            known = NearNames.key(name);
            if (keys.size() < MOST_KEYS) {
                keys.put(name, known);
            }
        }
        return known;
    }
}

package dev.renderfarm.endtoend.shop;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A batch's input as CSV: numbered products, half of the prompts Chinese, each with a seed of its own. */
public record Catalogue(int products, String size, int steps) {

    public String fileName() {
        return "products.csv";
    }

    public byte[] csv() {
        return IntStream.range(0, products)
                .mapToObj(this::row)
                .collect(Collectors.joining("", "sku,prompt,size,num_inference_steps,seed\n", ""))
                .getBytes(StandardCharsets.UTF_8);
    }

    public List<String> skus() {
        return IntStream.range(0, products).mapToObj(Catalogue::sku).toList();
    }

    private String row(int product) {
        String prompt = product % 2 == 0
                ? "\"a red mug no. " + product + ", on a white background\""
                : "白色背景上的蓝色花瓶，第" + product + "号";
        return sku(product) + "," + prompt + "," + size + "," + steps + "," + (1000 + product) + "\n";
    }

    private static String sku(int product) {
        return String.format("SKU-%04d", product);
    }
}

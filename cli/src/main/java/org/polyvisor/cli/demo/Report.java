package org.polyvisor.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.polyvisor.cli.option.InputFile;
import org.polyvisor.cli.output.Table;
import org.polyvisor.isa.UsageException;

/** The demonstration's figures as a page. */
final class Report {
    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <title>Polyvisor: the demonstration</title>
            <style>
            body { font: 15px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 70em; padding: 0 1em; color: #222; }
            table { border-collapse: collapse; }
            th, td { border-bottom: 1px solid #ccc; padding: .3em .8em; text-align: left; }
            td.number { text-align: right; font-variant-numeric: tabular-nums; }
            pre { background: #f4f4f4; padding: .6em; }
            </style>
            </head>
            <body>
            <h1>Polyvisor: the demonstration</h1>
            <p>%s</p>
            <h2>Measured in this run</h2>
            %s
            <h2>What the machines printed</h2>
            %s
            </body>
            </html>
            """;

    private Report() {}

    /**
     * Writes the page.
     *
     * @param file where, or null: the working directory, or else the one for temporary files
     * @return where
     */
    static Path write(Path file, String summary, Table table, List<DemoMachine> machines) throws UsageException {
        String page = PAGE.formatted(escaped(summary), html(table), printed(machines));
        try {
            return Files.writeString(file, page).toAbsolutePath();
        } catch (IOException e) {
            throw InputFile.unwritable(file, e);
        }
    }

    /** Finds out whether the page can be written, while it costs nothing. */
    static void prepare(Path file) throws UsageException {
        try {
            Files.write(file, new byte[0], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw InputFile.unwritable(file, e);
        }
    }

    /** Where the page goes if the user does not say. */
    static Path place() {
        Path here = Path.of("");
        return (Files.isWritable(here.toAbsolutePath()) ? here : Path.of(System.getProperty("java.io.tmpdir")))
                .resolve("polyvisor-report.html");
    }

    private static String html(Table table) {
        StringBuilder b = new StringBuilder("<table>\n<tr>");
        table.heads().forEach(h -> b.append("<th>").append(escaped(h)).append("</th>"));
        b.append("</tr>\n");
        for (List<String> row : table.rows()) {
            b.append("<tr>");
            for (String cell : row) b.append(cell.matches("[0-9.,]+") ? "<td class=\"number\">" : "<td>").append(escaped(cell))
                    .append("</td>");
            b.append("</tr>\n");
        }
        return b.append("</table>").toString();
    }

    private static String printed(List<DemoMachine> machines) {
        StringBuilder b = new StringBuilder();
        for (DemoMachine m : machines) b.append("<h3>").append(escaped(m.name())).append("</h3>\n<pre>").append(escaped(m.printed()))
                .append("</pre>\n");
        return b.toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}

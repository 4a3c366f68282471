import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gephi.graph.api.Column;
import org.gephi.graph.api.Edge;
import org.gephi.graph.api.Element;
import org.gephi.graph.api.GraphController;
import org.gephi.graph.api.GraphModel;
import org.gephi.graph.api.Interval;
import org.gephi.graph.api.Table;
import org.gephi.io.importer.api.Container;
import org.gephi.io.importer.api.ImportController;
import org.gephi.io.importer.api.Issue;
import org.gephi.io.processor.plugin.AppendProcessor;
import org.gephi.io.processor.plugin.DefaultProcessor;
import org.gephi.project.api.ProjectController;
import org.openide.util.Lookup;

/** Imports files with Gephi's own importer and prints what Gephi made of each as one line of JSON.
 *  Files that are joined by `+` go into one workspace, one after the other. */
public final class Import {
    public static void main(String[] arguments) throws Exception {
        for (String argument : arguments) {
            System.out.println(imported(argument));
        }
        System.exit(0);
    }

    private static String imported(String argument) throws Exception {
        ProjectController projects = Lookup.getDefault().lookup(ProjectController.class);
        projects.newProject();
        ImportController importer = Lookup.getDefault().lookup(ImportController.class);
        List<String> issues = new ArrayList<>();
        boolean isFirst = true;
        for (String path : argument.split("\\+")) {
            Container container = importer.importFile(new File(path));
            collect(container, issues);
            importer.process(container, isFirst ? new DefaultProcessor() : new AppendProcessor(),
                projects.getCurrentWorkspace());
            isFirst = false;
            collect(container, issues);
        }
        GraphModel model = Lookup.getDefault().lookup(GraphController.class).getGraphModel();
        double weights = 0;
        for (Edge edge : model.getGraph().getEdges()) weights += edge.getWeight();
        Interval bounds = model.isDynamic() ? model.getTimeBounds() : null;
        String line = "{\"file\": " + text(argument)
            + ", \"nodes\": " + model.getGraph().getNodeCount()
            + ", \"edges\": " + model.getGraph().getEdgeCount()
            + ", \"kinds\": " + (model.getEdgeTypeCount() - 1)
            + ", \"directed\": " + model.isDirected()
            + ", \"weights\": " + weights
            + ", \"bounds\": " + (bounds == null ? "null"
                : "[" + finite(bounds.getLow()) + ", " + finite(bounds.getHigh()) + "]")
            + ", \"issues\": " + list(issues.subList(0, Math.min(20, issues.size())))
            + ", \"n_issues\": " + issues.size()
            + ", \"node_columns\": " + columns(model.getNodeTable(), model.getGraph().getNodes().toArray())
            + ", \"edge_columns\": " + columns(model.getEdgeTable(), model.getGraph().getEdges().toArray())
            + "}";
        projects.closeCurrentProject();
        return line;
    }

    /** Reading the report empties it, and processing starts a new one: this is called before and after. */
    private static void collect(Container container, List<String> issues) {
        container.getReport().getIssues(Integer.MAX_VALUE).forEachRemaining(issue -> {
            if (issue.getLevel() != Issue.Level.INFO) issues.add(issue.getLevel() + " " + issue.getMessage());
        });
    }

    /** Type and number of filled cells of every column. */
    private static String columns(Table table, Element[] elements) {
        Map<String, String> columns = new TreeMap<>();
        for (Column column : table) {
            int filled = 0;
            for (Element element : elements) {
                Object value = element.getAttribute(column);
                boolean isEmpty = value == null || value.equals("");
                if (!isEmpty) filled++;
            }
            columns.put(column.getId(), "[" + text(column.getTypeClass().getSimpleName()) + ", " + filled + "]");
        }
        List<String> parts = new ArrayList<>();
        columns.forEach((id, told) -> parts.add(text(id) + ": " + told));
        return "{" + String.join(", ", parts) + "}";
    }

    private static String finite(double number) {
        return Double.isInfinite(number) || Double.isNaN(number) ? "null" : Double.toString(number);
    }

    private static String list(List<String> texts) {
        return "[" + String.join(", ", texts.stream().map(Import::text).toList()) + "]";
    }

    private static String text(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') quoted.append('\\').append(c);
            else if (c < ' ') quoted.append(String.format("\\u%04x", (int) c));
            else quoted.append(c);
        }
        return quoted.append('"').toString();
    }
}

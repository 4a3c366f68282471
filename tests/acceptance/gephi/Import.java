import java.io.File;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.gephi.graph.api.Column;
import org.gephi.graph.api.GraphController;
import org.gephi.graph.api.GraphModel;
import org.gephi.graph.api.Table;
import org.gephi.io.importer.api.Container;
import org.gephi.io.importer.api.EdgeDirectionDefault;
import org.gephi.io.importer.api.ImportController;
import org.gephi.io.importer.api.Issue;
import org.gephi.io.processor.plugin.DefaultProcessor;
import org.gephi.project.api.ProjectController;
import org.openide.util.Lookup;

/** Imports files with Gephi's own importer and prints, for each, what Gephi made of it as one line
 *  of `name=value` pairs. Exits with 1 when any file raised a warning or worse. */
public final class Import {
    public static void main(String[] paths) throws Exception {
        boolean complained = false;
        for (String path : paths) {
            ProjectController projects = Lookup.getDefault().lookup(ProjectController.class);
            projects.newProject();
            ImportController importer = Lookup.getDefault().lookup(ImportController.class);
            Container container = importer.importFile(new File(path));
            // Processing closes the loader; the report lives on.
            container.getLoader().setEdgeDefault(EdgeDirectionDefault.DIRECTED);
            importer.process(container, new DefaultProcessor(), projects.getCurrentWorkspace());
            List<String> complaints = new ArrayList<>();
            container.getReport().getIssues(Integer.MAX_VALUE).forEachRemaining(issue -> {
                if (issue.getLevel() != Issue.Level.INFO) complaints.add(issue.getLevel() + " " + issue.getMessage());
            });
            GraphModel model = Lookup.getDefault().lookup(GraphController.class).getGraphModel();
            System.out.println("file=" + new File(path).getName()
                + " nodes=" + model.getGraph().getNodeCount()
                + " edges=" + model.getGraph().getEdgeCount()
                + " kinds=" + (model.getEdgeTypeCount() - 1)
                + " dynamic=" + model.isDynamic()
                + " bounds=" + (model.isDynamic() ? model.getTimeBounds() : "-")
                + " issues=" + complaints.size());
            System.out.println("  nodes: " + columns(model.getNodeTable()));
            System.out.println("  edges: " + columns(model.getEdgeTable()));
            for (String complaint : complaints.subList(0, Math.min(20, complaints.size()))) {
                System.out.println("  " + complaint);
            }
            complained |= !complaints.isEmpty();
            projects.closeCurrentProject();
        }
        System.exit(complained ? 1 : 0);
    }

    private static String columns(Table table) {
        List<Column> columns = new ArrayList<>();
        for (Column column : table) columns.add(column);
        columns.sort(Comparator.comparing(Column::getId));
        StringBuilder line = new StringBuilder();
        for (Column column : columns) {
            line.append(column.getId()).append(':').append(column.getTypeClass().getSimpleName()).append(' ');
        }
        return line.toString().trim();
    }
}

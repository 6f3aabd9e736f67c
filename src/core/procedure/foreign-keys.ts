// core/procedure: front matter keys that belong to somebody else and are never reported.

/** Keys of the site generators and catalogs whose pages are procedures too, by whom they belong to (their own documentation). */
const KEYS: Readonly<Record<string, string>> = {
  hugo:
    'archetype audio build cascade categories category date draft expiryDate headless image images isCJKLanguage keywords kind lastmod ' +
    'lang linkTitle locale location markup menu menus modified outputs params photo publishDate pubdate resources series sitemap slug summary ' +
    'template theme translationKey unpublishdate url video videos weight toc math author authors featured toc_hide hide_summary no_list ' +
    'simple_list manualLink exclude_search body_class github_url subtitle icon ShowToc tocOpen bookFlatSection bookCollapseSection bookHidden ' +
    'bookToC bookComments bookSearchExclude bookHref bookIcon geekdocCollapseSection geekdocHidden mermaid search content_type',
  jekyll:
    'layout permalink published collection excerpt excerpt_separator render_with_liquid nav_order nav_exclude nav_enabled has_children has_toc ' +
    'parent grand_parent child_nav_order search_exclude last_modified_date last_modified_at sidebar redirect_to header teaser classes post ' +
    'section sections subsection',
  docusaurus:
    'sidebar_label sidebar_position sidebar_class_name sidebar_custom_props sidebar_key displayed_sidebar hide_title hide_table_of_contents ' +
    'toc_min_heading_level toc_max_heading_level pagination_label pagination_next pagination_prev parse_number_prefixes custom_edit_url ' +
    'last_update unlisted title_meta',
  mkdocs: 'hide extra css javascript social boost nav_title edit_url revision_date comments glightbox',
  vitepress:
    'aside outline navbar editLink lastUpdated footer pageClass isHome prev next head hero features home titleTemplate order group nav ' +
    'sidebarDepth cover index dir breadcrumb',
  astro: 'pubDate updatedDate publishedAt updatedAt heroImage tableOfContents pagefind banner',
  middleman:
    'directory_index priority changefreq language ignore hide_in_navigation parent_title header_text source_url old_path',
  sphinx:
    'myst substitutions jupytext kernelspec orphan nosearch tocdepth nocomments html_meta numbering exports downloads bibliography',
  antora: 'navtitle version component module',
  backstage: 'apiVersion kind metadata spec namespace annotations labels links system domain',
  microsoft: 'manager robots monikerRange zone_pivot_groups f1_keywords no-loc uid',
  github:
    'name about assignees body intro versions shortTitle topics redirects allowTitleToDifferFromFilename hidden children featuredLinks ' +
    'changelog showMiniToc applies_to',
  notes:
    'created created_at updated updated_at last_updated modified_at cssclass cssclasses publish creator contributors copyright license ' +
    'revision doc_type document_type classification audience difficulty level duration topic area department',
};

/** Whether `key` is known to belong to another tool. */
export function isForeignKey(key: string): boolean {
  return FOREIGN.has(key) || FOREIGN.has(key.toLowerCase()) || /^(?:x[-_]|page-|ms\.|og[:_]|twitter[:_])/i.test(key);
}

const FOREIGN = new Set(Object.values(KEYS).flatMap((keys) => keys.split(' ')));

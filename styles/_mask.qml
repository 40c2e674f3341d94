<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22" styleCategories="Symbology|Labeling|Rendering" hasScaleBasedVisibilityFlag="0" minScale="100000000" maxScale="0" simplifyDrawingHints="1" simplifyDrawingTol="1" labelsEnabled="0">
 <renderer-v2 type="invertedPolygonRenderer" preprocessing="0" enableorderby="0" forceraster="0" symbollevels="0">
  <renderer-v2 type="RuleRenderer" enableorderby="0" forceraster="0" symbollevels="0">
   <rules key="mask">
    <rule key="banner" symbol="0" filter="&quot;code&quot; = attribute(@atlas_feature, 'code')" />
   </rules>
   <symbols>
    <symbol type="fill" name="0" alpha="1" clip_to_extent="1" force_rhr="0">
     <layer class="SimpleFill" enabled="1" locked="0" pass="0">
      <Option type="Map">
       <Option name="color" type="QString" value="255,255,255,178" />
       <Option name="style" type="QString" value="solid" />
       <Option name="outline_color" type="QString" value="77,59,79,255" />
       <Option name="outline_style" type="QString" value="solid" />
       <Option name="outline_width" type="QString" value="0.6" />
       <Option name="outline_width_unit" type="QString" value="MM" />
       <Option name="joinstyle" type="QString" value="round" />
      </Option>
     </layer>
    </symbol>
   </symbols>
  </renderer-v2>
 </renderer-v2>
 <labeling type="simple" />
 <blendMode>0</blendMode>
 <featureBlendMode>0</featureBlendMode>
 <layerOpacity>1</layerOpacity>
</qgis>
